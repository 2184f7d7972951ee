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
package org.jcachepmem.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that a manager's URI names. A URI may just as well be a mere name, so only what
 * is there counts, and no network is asked.
 *
 * @param description the file or URL, for messages
 */
record UriSource(String description, Config config) {

  private static final Logger LOG = LoggerFactory.getLogger(UriSource.class);
  private static final Set<String> OF_FILES = Set.of("file", "classpath");
  private static final Set<String> NETWORK =
      Set.of("http", "https", "ftp", "ftps", "mailto", "ldap");

  /** The configuration that {@code uri} names, or null if it names none. */
  static @Nullable UriSource find(URI uri, ClassLoader loader) {
    try {
      Path file = file(uri);
      if (file != null) {
        return of(
            file.toString(), ConfigFactory.parseFile(file.toFile(), options(file.toString())));
      }
      URL url = url(uri, loader);
      if (url == null) {
        warnIfFileIsMeant(uri);
        return null;
      }
      return of(url.toString(), ConfigFactory.parseURL(url, options(url.getPath())));
    } catch (ConfigException e) {
      throw new ConfigurationException("The configuration can't be read: " + e.getMessage(), e);
    }
  }

  private static void warnIfFileIsMeant(URI uri) {
    String path = uri.isOpaque() ? uri.getSchemeSpecificPart() : uri.getPath();
    if (OF_FILES.contains(String.valueOf(uri.getScheme())) || path != null && isConfigName(path)) {
      LOG.warn(
          "The cache manager's URI {} names no file and no resource that is there, so it is just a name:"
              + " nothing is read from it, and its caches have a namespace of that name. (Addresses of"
              + " a network are never read.)",
          uri);
    }
  }

  private static UriSource of(String description, Config config) {
    return new UriSource(description, WarabiTarget.translate(config, description));
  }

  private static ConfigParseOptions options(String name) {
    ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
    return isConfigName(name) ? options : options.setSyntax(ConfigSyntax.CONF);
  }

  private static boolean isConfigName(String name) {
    return name.endsWith(".conf") || name.endsWith(".json") || name.endsWith(".properties");
  }

  private static @Nullable Path file(URI uri) {
    try {
      Path path = null;
      if ("file".equals(uri.getScheme())) {
        path = uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri);
      } else if (uri.getScheme() == null && uri.getPath() != null && !uri.getPath().isEmpty()) {
        path = Path.of(uri.getPath());
      }
      return path != null && Files.isRegularFile(path) ? path : null;
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return null; // not the name of a file, so it is a name of something else
    }
  }

  private static @Nullable URL url(URI uri, ClassLoader loader) {
    String scheme = uri.getScheme();
    if (scheme == null || scheme.equals("classpath")) {
      String path = scheme == null ? uri.getPath() : uri.getSchemeSpecificPart();
      // A directory or a class is a resource too, so a mere name could hit one by accident.
      return path != null && isConfigName(path)
          ? loader.getResource(path.startsWith("/") ? path.substring(1) : path)
          : null;
    }
    if (scheme.equals("file") || NETWORK.contains(scheme)) {
      return null;
    }
    try {
      URL url = uri.toURL();
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      connection.getInputStream().close();
      return url;
    } catch (MalformedURLException | IllegalArgumentException e) {
      return null; // such as urn: or a name of the application's own
    } catch (IOException e) {
      return null; // nothing there: documented as a name
    }
  }
}
