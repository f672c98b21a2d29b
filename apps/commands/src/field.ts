import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import type { Shape } from './shape.js';

/** Fits a property only if what the shape lets through is of the property's type: drift is a compile error. */
type Field<V> = <T extends object, K extends keyof T & string>(
  target: T,
  key: K,
  ...mismatch: [V] extends [T[K]] ? [] : [expected: V]
) => void;

function field<V>(shape: Shape<V>, required: boolean): Field<V> {
  const { normal, test, dto } = shape;
  const decorate = (target: object, key: string): void => {
    const decorators = [
      ApiProperty({ ...shape.schema, required }),
      ValidateBy({
        name: 'shape',
        validator: { validate: test, defaultMessage: () => `${key} must be ${shape.name}` },
      }),
      ...(required ? [] : [ValidateIf((_: unknown, value: unknown) => value !== undefined)]),
      ...(dto ? [Type(dto), ValidateNested({ each: 'maxItems' in shape.schema })] : []),
      ...(normal
        ? [Transform(({ value }: { value: unknown }) => (test(value) ? normal(value) : value), { toClassOnly: true })]
        : []),
    ];
    for (const decorator of decorators) decorator(target, key);
  };
  return decorate as unknown as Field<V>;
}

/** A member that must be there. */
export const Required = <V>(shape: Shape<V>): Field<V> => field(shape, true);

/** A member that may be absent; null is not absent. */
export const Optional = <V>(shape: Shape<V>): Field<V> => field(shape, false);
