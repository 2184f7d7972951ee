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
package org.jcachepmem.tools.shown;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Classes that write themselves in each way that there is. */
final class Shapes {
  private Shapes() {}

  static class Base implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    int same = 1;
  }

  static class Derived extends Base {
    @Serial private static final long serialVersionUID = 1L;
    int same = 2;
    char letter = 'x';
    boolean yes = true;
    short little = -3;
    float half = 0.5f;
    @Nullable String nothing;
  }

  /** Writes more than its fields. */
  static class Own implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    String text = "field";

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(7);
      out.writeObject("more");
    }

    @Serial
    private void readObject(ObjectInputStream in) {
      throw new AssertionError("nothing is deserialised");
    }
  }

  /** Has fields, and does not write them. */
  static class Silent implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    String text = "field";
    long number = 5;

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject("instead");
    }
  }

  /** Writes fields that it does not have. */
  static class Named implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Serial
    private static final ObjectStreamField[] serialPersistentFields = {
      new ObjectStreamField("amount", long.class)
    };

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.putFields().put("amount", 12L);
      out.writeFields();
    }
  }

  /** Writes all by itself. */
  public static class External implements Externalizable {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeByte(9);
      out.writeObject("external");
    }

    @Override
    public void readExternal(ObjectInput in) {
      throw new AssertionError("nothing is deserialised");
    }
  }

  /** A node of a chain. */
  static class Node implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    @Nullable Node next;
  }

  /** What a proxy calls. */
  static class Handler implements InvocationHandler, Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
      return null;
    }
  }
}
