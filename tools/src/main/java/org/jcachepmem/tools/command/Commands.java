/*
 * Copyright 2026 The jcache-pmem authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.jcachepmem.tools.command;

import org.jcachepmem.tools.terminal.OutputLostException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The program with all its commands. */
@Command(
    name = "jcache-pmem",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks into pools of jcache-pmem, copies and changes them.",
    subcommands = {
      InfoCommand.class,
      CachesCommand.class,
      LsCommand.class,
      GetCommand.class,
      MapCommand.class,
      DumpCommand.class,
      LoadCommand.class,
      CopyCommand.class,
      GrowCommand.class,
      DropCommand.class,
      TopCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      CheckCommand.class,
    },
    exitCodeListHeading = "%nHow it ends:%n",
    exitCodeList = {
      "0:all is well",
      "1:the answer is no: damage, or no such cache, key or process",
      "2:the command line is wrong",
      "3:the pool can't be opened: missing, open elsewhere, no pool, no permission",
      "4:what is to be stored does not fit",
      "5:something else failed, such as reading the input or writing the output",
      "141:who read the output, such as head, wanted no more"
    })
public final class Commands {
  private Commands() {}

  /** The command line; its writers can be replaced. */
  public static CommandLine line() {
    CommandLine line = new CommandLine(new Commands());
    line.setExecutionStrategy(Commands::execute);
    line.setExecutionExceptionHandler(new Failures());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.getSubcommands()
        .values()
        .forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  /** Help is printed outside of commands, where picocli takes what is thrown for its own fault. */
  private static int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutputLostException e) {
      CommandLine line = parsed.commandSpec().commandLine();
      throw new CommandLine.ExecutionException(line, String.valueOf(e.getMessage()), e);
    }
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"jcache-pmem " + (version == null ? "(not in a jar)" : version)};
    }
  }
}
