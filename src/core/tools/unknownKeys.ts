/** Keys of a call that its tool does not know: a model that took another name for one sees which name was meant. */

/** What is read of a JSON schema. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}

/** A sentence for each place with such keys; free forms (no `properties`) know every key. */
export function unknownKeys(schema: unknown, input: unknown): readonly string[] {
  return below(isObject(schema) ? schema : {}, input, '');
}

function below(shape: Shape, value: unknown, place: string): readonly string[] {
  if (Array.isArray(value)) {
    const { items } = shape;
    return items === undefined ? [] : value.flatMap((each, at) => below(items, each, joined(place, `${at}`)));
  }
  const { properties } = shape;
  if (properties === undefined || !isObject(value)) return [];
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(properties, key));
  const own =
    unknown.length === 0
      ? []
      : [
          `${place === '' ? 'the input' : place}: there is no ${unknown.map((key) => JSON.stringify(key.slice(0, 60))).join(', ')} here, only ${Object.keys(properties).join(', ')}`,
        ];
  return [
    ...own,
    ...Object.entries(properties).flatMap(([key, inner]) => below(inner, value[key], joined(place, key))),
  ];
}

function joined(place: string, step: string): string {
  return place === '' ? step : `${place}.${step}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
