import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidatorOptions } from 'class-validator';
import { Refusal } from '#domain';

interface FieldError {
  /** Path in the payload, `participants.0.role`. */
  readonly field: string;
  readonly problem: string;
}

// The names of unknown fields come from the sender: an answer must not grow with a hostile payload.
const MOST_ERRORS = 50;
const LONGEST_NAME = 100;

/** Checks the shape of DTOs; unknown fields are refused and nothing is converted silently. Throws INVALID_PAYLOAD. */
export const validationPipe = (): ValidationPipe =>
  new StrictValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    exceptionFactory: (found) => invalidPayload(found.flatMap((error) => fieldErrors(error, ''))),
  });

/** INVALID_PAYLOAD with params `{fields, errors: [{field, problem}]}`, at most fifty of each. */
export function invalidPayload(found: readonly FieldError[]): Refusal {
  const errors = found.slice(0, MOST_ERRORS);
  return new Refusal('INVALID_PAYLOAD', { fields: [...new Set(errors.map(({ field }) => field))], errors });
}

function fieldErrors({ property, constraints = {}, children = [] }: ValidationError, parent: string): FieldError[] {
  // Typed as a string, yet absent where a payload is no object at all.
  const name = (property as string | undefined)?.slice(0, LONGEST_NAME) ?? '';
  const field = parent === '' ? name : `${parent}.${name}`;
  const own = Object.values(constraints).map((problem) => ({ field, problem: problem.slice(0, 2 * LONGEST_NAME) }));
  return [...own, ...children.flatMap((child) => fieldErrors(child, field))];
}

/** class-validator takes an array, even an empty one, where `ValidateNested` wants an object; deciders would meet it. */
class StrictValidationPipe extends ValidationPipe {
  protected override async validate(object: object, options?: ValidatorOptions): Promise<ValidationError[]> {
    const errors = await super.validate(object, options);
    return errors.length > 0 ? errors : [...misplacedArrays(object)];
  }
}

function* misplacedArrays(dto: object): Generator<ValidationError> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto.constructor, '', false, false);
  const nested = new Map(
    rules.filter(({ type }) => type === 'nestedValidation').map((rule) => [rule.propertyName, rule]),
  );
  for (const [property, { each }] of nested) {
    const value: unknown = Reflect.get(dto, property);
    const parts: readonly unknown[] = each && Array.isArray(value) ? value : [value];
    if (parts.some((part) => Array.isArray(part))) {
      yield { property, constraints: { nested: `${property} must not be an array here` } };
    }
    const children = parts.filter(isObject).flatMap((part) => [...misplacedArrays(part)]);
    if (children.length > 0) yield { property, children };
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
