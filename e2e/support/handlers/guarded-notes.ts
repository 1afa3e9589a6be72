import {
  ForbiddenException,
  Injectable,
  SetMetadata,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Resource, ResourceTemplate, type ResourceContext } from '#tools';
import { Refuse } from './nest-enhancers.ts';

const ReadableBy = (client: string) => SetMetadata('readable-by', client);

/**
 * Allows an agent to read its own notes, and notes that were lent to it by name. Looks at everything that a guard can
 * see.
 */
@Injectable()
class OwnNotes implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const [variables, { client, uri }] = context.getArgs<[{ owner?: string }, ResourceContext]>();
    const readableBy = this.reflector.get<string | undefined>('readable-by', context.getHandler());
    if (context.getClass() !== Notes || !uri.startsWith('notes://')) return false;
    return variables.owner === client.name || readableBy === client.name;
  }
}

/** Permissions that can be withdrawn. */
@Injectable()
class Lent implements CanActivate {
  async canActivate(): Promise<boolean> {
    if (!Notes.isLent) throw new ForbiddenException('The loan is over');
    return true;
  }
}

/** Resources that only some agents may read. */
@Injectable()
export class Notes {
  static isLent = true;

  @Resource({ name: 'open', uri: 'notes://open' })
  open(): string {
    return 'For everybody';
  }

  @Resource({ name: 'secret', uri: 'notes://secret' })
  @UseGuards(Refuse)
  secret(): string {
    return 'For nobody';
  }

  @Resource({ name: 'lent', uri: 'notes://lent' })
  @UseGuards(Lent)
  lent(): string {
    return 'As long as it lasts';
  }

  @Resource({ name: 'marked', uri: 'notes://marked' })
  @ReadableBy('ann')
  @UseGuards(OwnNotes)
  marked(): string {
    return 'For ann';
  }

  @ResourceTemplate({ name: 'own', uriTemplate: 'notes://of/{owner}' })
  @UseGuards(OwnNotes)
  own({ owner }: { owner: string }): string {
    return `Of ${owner}`;
  }
}
