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
package org.jcachepmem.tools.watch;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A connection to the beans of a running JVM. */
public final class Jvm implements AutoCloseable {
  private final JMXConnector connector;

  private Jvm(JMXConnector connector) {
    this.connector = connector;
  }

  /**
   * Connects.
   *
   * @param target the process id of a JVM of this user on this machine, {@code host:port} of a JMX
   *     agent, or a service URL
   * @throws NoSuchJvmException if there is no JVM there that can be asked
   */
  public static Jvm connect(String target) throws NoSuchJvmException {
    String url = target;
    if (target.matches("\\d+")) {
      url = agentOf(target);
    } else if (target.matches("[^/:]+:\\d+")) {
      url = "service:jmx:rmi:///jndi/rmi://" + target + "/jmxrmi";
    }
    try {
      return new Jvm(JMXConnectorFactory.connect(new JMXServiceURL(url)));
    } catch (MalformedURLException e) {
      throw new NoSuchJvmException(
          target
              + " is no process id, host:port or service URL such as"
              + " service:jmx:rmi:///jndi/rmi://localhost:9010/jmxrmi",
          e);
    } catch (IOException | SecurityException e) {
      throw new NoSuchJvmException("no JMX agent answers at " + target + ": " + firstLine(e), e);
    }
  }

  private static String agentOf(String pid) throws NoSuchJvmException {
    try {
      VirtualMachine machine = VirtualMachine.attach(pid);
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      throw new NoSuchJvmException(
          "can't attach to process "
              + pid
              + " ("
              + firstLine(e)
              + "): it must be a JVM of the same user on this machine. JVMs here: "
              + running(),
          e);
    } catch (LinkageError e) {
      throw new NoSuchJvmException(
          "attaching by process id needs a JDK: this Java has no module jdk.attach", e);
    }
  }

  /** The JVMs of this user on this machine, but for this one. */
  public static List<String> running() {
    String self = Long.toString(ProcessHandle.current().pid());
    return VirtualMachine.list().stream()
        .filter(machine -> !machine.id().equals(self))
        .map(Jvm::name)
        .sorted()
        .toList();
  }

  private static String name(VirtualMachineDescriptor machine) {
    String name = machine.displayName().strip();
    int end = name.indexOf(' ');
    return machine.id() + " " + (end < 0 ? name : name.substring(0, end));
  }

  /** What the innermost cause says, without what is wrapped around it. */
  private static String firstLine(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).strip();
    return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
  }

  MBeanServerConnection beans() throws IOException {
    return connector.getMBeanServerConnection();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
