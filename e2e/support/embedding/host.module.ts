import {
  Body,
  Catch,
  Controller,
  Get,
  Injectable,
  Module,
  Param,
  ParseIntPipe,
  Post,
  VERSION_NEUTRAL,
  Version,
  type ArgumentMetadata,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type OnApplicationShutdown,
  type PipeTransform,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';

/** A controller with some paths that Crowsnest has too, and some of its own. */
@Controller({ version: VERSION_NEUTRAL })
export class HostController {
  @Get()
  home(): string {
    return 'the home page of the shop';
  }

  @Get('health/live')
  live(): object {
    return { shop: 'open' };
  }

  @Get('stats')
  stats(): object {
    return { sold: 7 };
  }

  @Post('echo')
  echo(@Body() body: unknown): object {
    return { body };
  }

  @Get('numbers/:number')
  number(@Param('number', ParseIntPipe) number: number): object {
    return { number };
  }

  @Get('broken')
  broken(): never {
    throw new Error('the shelf is broken');
  }

  @Version('2')
  @Get('versioned')
  versioned(): object {
    return { version: 2 };
  }
}

/** Refuses every request without the customer header. */
@Injectable()
export class CustomersOnly implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType<string>() !== 'http') return true;
    return context.switchToHttp().getRequest<Request>().header('x-customer') === 'yes';
  }
}

/** Refuses every body that is an array. */
@Injectable()
export class NoArrays implements PipeTransform {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (type === 'body' && Array.isArray(value)) throw new Error('no arrays here');
    return value;
  }
}

@Injectable()
export class Wrapped implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() !== 'http') return next.handle();
    return next.handle().pipe(map((data) => ({ data })));
  }
}

@Catch()
export class ShopFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw exception;
    const status = (exception as { status?: number }).status ?? 500;
    host
      .switchToHttp()
      .getResponse<Response>()
      .status(status)
      .json({ shop: 'sorry', why: String(exception) });
  }
}

/** Records the order in which its shutdown hooks were called. */
@Injectable()
export class ShutdownDiary implements OnApplicationShutdown {
  static readonly entries: string[] = [];

  onApplicationShutdown(signal?: string): void {
    ShutdownDiary.entries.push(`closed by ${signal ?? 'nobody'}`);
  }
}

/** Another developer's application, with enhancers for all of its routes. */
@Module({
  controllers: [HostController],
  providers: [
    ShutdownDiary,
    { provide: APP_GUARD, useClass: CustomersOnly },
    { provide: APP_PIPE, useClass: NoArrays },
    { provide: APP_INTERCEPTOR, useClass: Wrapped },
    { provide: APP_FILTER, useClass: ShopFilter },
  ],
})
export class HostModule {}
