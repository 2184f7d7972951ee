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
package org.jcachepmem.tck;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.Test;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Prints how the TCK went, from the reports of this run, and fails if a test is missing or skipped.
 */
public class FiguresTest {

  private static final int CORE_TESTS = 479;
  private static final int ANNOTATION_TESTS = 12;

  @Test
  public void everyTestOfTheTckRanAndPassed() throws Exception {
    Figures core = Figures.of("core");
    Figures annotations = Figures.of("annotations");
    System.out.println(
        "JSR-107 TCK 1.1.1 on "
            + System.getProperty("jcache-pmem.pool.medium")
            + ", Java "
            + Runtime.version().feature());
    System.out.println("  core:        " + core);
    System.out.println("  annotations: " + annotations);
    assertEquals(new Figures(CORE_TESTS, 0, 0, 0), core);
    assertEquals(new Figures(ANNOTATION_TESTS, 0, 0, 0), annotations);
  }

  private record Figures(int run, int failures, int errors, int skipped) {

    static Figures of(String suite) throws IOException, ParserConfigurationException, SAXException {
      Figures sum = new Figures(0, 0, 0, 0);
      Path directory = Path.of(System.getProperty("tck.reports"), suite);
      try (DirectoryStream<Path> reports = Files.newDirectoryStream(directory, "TEST-*.xml")) {
        for (Path report : reports) {
          Element element =
              DocumentBuilderFactory.newDefaultInstance()
                  .newDocumentBuilder()
                  .parse(report.toFile())
                  .getDocumentElement();
          sum = sum.plus(element);
        }
      }
      return sum;
    }

    private Figures plus(Element report) {
      return new Figures(
          run + count(report, "tests"),
          failures + count(report, "failures"),
          errors + count(report, "errors"),
          skipped + count(report, "skipped"));
    }

    private static int count(Element report, String attribute) {
      return Integer.parseInt(report.getAttribute(attribute));
    }

    @Override
    public String toString() {
      return run
          + " run, "
          + failures
          + " failures, "
          + errors
          + " errors, "
          + skipped
          + " skipped";
    }
  }
}
