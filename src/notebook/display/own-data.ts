/** Whether reading the properties of an object may run its code: a value is shown without doing that. */
export function hasGetter(value: object): boolean {
  return Object.keys(value).some((name) => Object.getOwnPropertyDescriptor(value, name)?.get !== undefined);
}

/** A property that an object has itself, as data; undefined where it is missing or computed. */
export function ownData(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
