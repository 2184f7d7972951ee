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

import java.io.ObjectInputFilter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one judge of classes, for writing and for reading: a class that would be refused when read
 * back is refused when it is put, while the caller still has it. Verdicts are kept per class.
 * Thread safe.
 */
final class SerializationFilter implements ObjectInputFilter {

  private final SerializationRules rules;
  private final ClassLoader loader;
  private final ClassPatterns allow;
  private final ClassPatterns deny;
  private final ClassPatterns defaultAllow;
  private final ClassPatterns defaultDeny;

  /**
   * Why a class may not be read; empty if it may. Holds no class, so that classes can be unloaded.
   */
  private final ClassValue<String> readVerdicts = verdicts(this::judge);

  /** Why a class may not be written; empty if it may. */
  private final ClassValue<String> writeVerdicts = verdicts(this::judgeToWrite);

  SerializationFilter(SerializationRules rules, ClassLoader loader, List<Class<?>> declared) {
    this.rules = rules;
    this.loader = loader;
    List<String> allowed = new ArrayList<>(rules.allow());
    for (Class<?> type : declared) {
      allowed.add(element(type).getName());
    }
    allow = new ClassPatterns(allowed);
    deny = new ClassPatterns(rules.deny());
    defaultAllow = new ClassPatterns(rules.defaultAllow());
    defaultDeny = new ClassPatterns(rules.defaultDeny());
  }

  SerializationRules rules() {
    return rules;
  }

  private static ClassValue<String> verdicts(Function<Class<?>, @Nullable String> judge) {
    return new ClassValue<>() {
      @Override
      protected String computeValue(Class<?> type) {
        String refusal = judge.apply(type);
        return refusal == null ? "" : refusal;
      }
    };
  }

  /** Why the class is refused and what to do, or null if it is allowed. */
  @Nullable String refusal(Class<?> type) {
    return verdict(readVerdicts, type);
  }

  /** As {@link #refusal}, and also refused if reading would not find this very class. */
  @Nullable String refusalToWrite(Class<?> type) {
    return verdict(writeVerdicts, type);
  }

  private static @Nullable String verdict(ClassValue<String> verdicts, Class<?> type) {
    Class<?> element = element(type);
    String refusal = element.isPrimitive() ? "" : verdicts.get(element);
    return refusal.isEmpty() ? null : refusal;
  }

  private @Nullable String judgeToWrite(Class<?> type) {
    String refusal = judge(type);
    if (refusal != null || Proxy.isProxyClass(type)) {
      return refusal;
    }
    String unreadable =
        type.getName()
            + " could not be read back: the class loader of the cache manager, "
            + loader;
    try {
      if (Class.forName(type.getName(), false, loader) == type) {
        return null;
      }
    } catch (ClassNotFoundException | LinkageError e) {
      return unreadable
          + ", does not find it ("
          + e
          + "). Give getCacheManager a class loader that does.";
    }
    return unreadable
        + ", has another class of that name than "
        + type.getClassLoader()
        + ". Give getCacheManager the class loader of the objects.";
  }

  private @Nullable String judge(Class<?> type) {
    String name = type.getName();
    if (deny.match(name)) {
      return name
          + " is refused: jcache-pmem.serialization.deny names it. Take it out there to store it.";
    }
    if (allow.match(name)) {
      return null;
    }
    if (defaultDeny.match(name)) {
      return name
          + " is refused: it is known to make deserialisation run code, or take heap out of"
          + " proportion. If you need it, add it to jcache-pmem.serialization.allow.";
    }
    if (defaultAllow.match(name)) {
      return null;
    }
    ClassLoader typeLoader = type.getClassLoader();
    boolean jdk = typeLoader == null || typeLoader == ClassLoader.getPlatformClassLoader();
    if (Proxy.isProxyClass(type)) {
      return null; // each of its interfaces and its handler are judged by themselves
    }
    if (!jdk && rules.applicationClasses()) {
      return null;
    }
    return name
        + " is refused by the serialization filter. To store it, add \""
        + name
        + "\" to jcache-pmem.serialization.allow.";
  }

  @Override
  public Status checkInput(FilterInfo info) {
    ObjectInputFilter ofJvm = ObjectInputFilter.Config.getSerialFilter();
    if (ofJvm != null && ofJvm.checkInput(info) == Status.REJECTED) {
      return Status.REJECTED;
    }
    if (info.depth() > rules.maxDepth()
        || info.references() > rules.maxReferences()
        || info.arrayLength() > rules.maxArrayLength()) {
      return Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    if (type == null) {
      return Status.UNDECIDED;
    }
    return refusal(type) == null ? Status.ALLOWED : Status.REJECTED;
  }

  private static Class<?> element(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return element;
  }
}
