import {
  Catch,
  ForbiddenException,
  Injectable,
  Scope,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
  type ValidationPipeOptions,
} from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

/** A failure for a filter to catch. */
export class OutOfTea extends Error {}

/** Refuses everything that comes through MCP, and nothing that comes through HTTP. */
@Injectable()
export class Refuse implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.getType<string>() !== 'mcp';
  }
}

@Injectable({ scope: Scope.REQUEST })
export class RefuseOnRequest extends Refuse {}

/** Refuses with its own message. */
@Injectable()
export class RefuseWithReason implements CanActivate {
  canActivate(): never {
    throw new ForbiddenException('Only on weekdays');
  }
}

/** Puts a name into capitals, wherever it is in the input. */
@Injectable()
export class Capitals implements PipeTransform {
  transform(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || !('name' in value)) return value;
    return { ...value, name: String(value.name).toUpperCase() };
  }
}

/** Marks a text that a handler returns. */
@Injectable()
export class Marked implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const mark = (value: unknown) => (typeof value === 'string' ? `${value} [marked]` : value);
    return context.getType<string>() === 'mcp' ? next.handle().pipe(map(mark)) : next.handle();
  }
}

/** Answers for `OutOfTea`. */
@Catch(OutOfTea)
export class OfferCoffee implements ExceptionFilter<OutOfTea> {
  catch(): string {
    return 'Have a coffee instead';
  }
}

/** A filter as many applications have it: it renders every failure as an HTTP response. */
@Catch()
export class RenderAsHttp implements ExceptionFilter {
  catch(_exception: unknown, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(500).json({ message: 'Sorry' });
  }
}

/** Input of a class of its own, as class-validator has it. */
export class ShortNames {
  constructor(readonly name: string) {}
}

/** Takes the place of class-validator and class-transformer in a `ValidationPipe`, for `ShortNames` alone. */
export const SHORT_NAMES = {
  transformerPackage: {
    plainToInstance: (_class: unknown, { name }: ShortNames) => new ShortNames(name),
    classToPlain: (instance: ShortNames) => ({ ...instance }),
  },
  validatorPackage: {
    validate: ({ name }: ShortNames) =>
      name.length < 4 ? [] : [{ property: 'name', constraints: { short: 'name must be short' } }],
  },
} as unknown as ValidationPipeOptions;
