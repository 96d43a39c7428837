/**
 * The same function, which remembers its last answer: one decision asks the same of one object a dozen times in a row. What it
 * answers must depend on that object alone; objects of the state never change. (A WeakMap would remember all, at the price of
 * an entry that the garbage collector has to look after for every object.)
 */
export function remembered<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: compute(key) };
    return last.value;
  };
}
