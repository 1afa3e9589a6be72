import 'reflect-metadata';
import { DiscoverableMetaHostCollection } from '@nestjs/core/discovery/discoverable-meta-host-collection.js';
import type { HandlerHost } from './decorated-method.ts';
import { HasHandlers } from './handler-decorator.ts';

/** The metadata key of a class that an application of this process has listed. Others of the process say nothing of it. */
const LISTED = 'crowsnest:listed';

/**
 * The names of classes with decorated methods that are neither a host nor the base class of one, in any application so
 * far. WHY: Nest finds marked classes only among providers and controllers, and has no public list of the others.
 * `nest.spec.ts` fails when this one is gone.
 */
export function unservedClasses(hosts: HandlerHost[]): string[] {
  const served = new Set(hosts.flatMap(({ type }) => lineOf(type)));
  const marked = [...DiscoverableMetaHostCollection.metaHostLinks]
    .filter(([, marks]) => [marks].flat().some((mark) => isHandlerMark(mark)))
    .map(([type]) => type);
  for (const type of marked) if (served.has(type)) Reflect.defineMetadata(LISTED, true, type);
  return marked.filter((type) => !Reflect.hasOwnMetadata(LISTED, type)).map(({ name }) => name);
}

/** A class, and those that it inherits from. */
function lineOf(type: object): object[] {
  const line: object[] = [];
  for (let next: object | null = type; next; next = Object.getPrototypeOf(next) as object | null)
    line.push(next);
  return line;
}

// NestJS 11 keeps one mark of a class, and 12 a set of them.
function isHandlerMark(marks: Set<string> | string): boolean {
  return typeof marks === 'string' ? marks === HasHandlers.KEY : marks.has(HasHandlers.KEY);
}
