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
package org.jcachepmem.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Picks the codec of a declared type: the one that the configuration names, else a {@link
 * CodecProvider}'s, else a built-in canonical one, else {@link AnyCodec}. One per cache manager,
 * since class loaders differ. Thread safe.
 */
public final class CodecRegistry {

  private final ClassLoader loader;
  private final SerializationRules rules;
  private final Map<String, String> configured;
  private final List<CodecProvider> providers = new ArrayList<>();

  /**
   * @param loader finds the classes of keys, values and codecs; kept
   * @param configured codec class names by class name of the type
   */
  public CodecRegistry(
      ClassLoader loader, SerializationRules rules, Map<String, String> configured) {
    this.loader = loader;
    this.rules = rules;
    this.configured = new LinkedHashMap<>(configured);
    ServiceLoader.load(CodecProvider.class, loader).forEach(providers::add);
  }

  /**
   * The codec of keys or values declared with {@code type}.
   *
   * @throws CacheException if a configured codec class can't be used, saying why
   */
  @SuppressWarnings(
      "unchecked") // AnyCodec reads what it wrote; a wrong class shows at the caller's cast
  public <T> Codec<T> codec(Class<T> type) {
    Codec<T> ofUser = ofUser(type);
    if (ofUser != null) {
      return ofUser;
    }
    CanonicalCodec<T> builtIn = BuiltInCodecs.of(type);
    return builtIn != null ? builtIn : (Codec<T>) any(type);
  }

  /** What the pool keeps of a codec: {@code id/version}. */
  public static String storedName(Codec<?> codec) {
    return codec.id() + "/" + codec.version();
  }

  private AnyCodec any(Class<?> declared) {
    SerializationFilter filter = new SerializationFilter(rules, loader, List.of(declared));
    return new AnyCodec(loader, filter);
  }

  private <T> @Nullable Codec<T> ofUser(Class<T> type) {
    String className = configured.get(type.getName());
    if (className != null) {
      return checked(instantiate(type, className), type);
    }
    for (CodecProvider provider : providers) {
      Codec<T> codec = provider.codec(type);
      if (codec != null) {
        return checked(codec, type);
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked") // the configuration's word that the codec is of this type
  private <T> Codec<T> instantiate(Class<T> type, String className) {
    String where = "jcache-pmem.codecs.\"" + type.getName() + "\" = " + className;
    try {
      Class<?> codecClass = Class.forName(className, true, loader);
      if (!Codec.class.isAssignableFrom(codecClass)) {
        throw new CacheException(where + ": the class does not implement " + Codec.class.getName());
      }
      return (Codec<T>) codecClass.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new CacheException(
          where
              + ": can't be made ("
              + e
              + "). It must be a public class with a public constructor"
              + " without parameters, which the class loader of the cache manager finds.",
          e);
    }
  }

  private static <T> Codec<T> checked(Codec<T> codec, Class<T> type) {
    if (!codec.id().matches("[a-z0-9.-]{1,64}")) {
      throw new CacheException(
          "Codec "
              + codec.getClass().getName()
              + " of "
              + type.getName()
              + " has the id \""
              + codec.id()
              + "\"; an id has 1 to 64 characters of a-z, 0-9, '.' and '-'");
    }
    return codec;
  }
}
