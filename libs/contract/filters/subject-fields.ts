import { toolOf, type UncommittedEvent } from '../events/event.ts';
import type { ToolErrorData } from '../events/tool-events.ts';
import { failureGroupOf, groupKeyOf } from '../failures/failure-group.ts';
import { CALL_ENDS, CALL_TYPES } from './call-types.ts';
import type { FilterFields } from './filter-fields.ts';
import type { FilterSubject } from './filter-subject.ts';
import type { FilterState, PatternKey } from './filter.ts';
import { foldCase } from './fold-case.ts';

/** The keys whose case counts, because their values are ids. */
export const ID_KEYS: readonly PatternKey[] = ['session', 'tenant', 'group', 'trace', 'instance'];

type Members = Readonly<Record<string, unknown>>;

/**
 * The fields of one event as filters compare them: ids as they are, other texts folded, and undefined for what the
 * event lacks, such as an empty session id. Texts that several terms look at are folded once.
 */
export class SubjectFields implements FilterFields {
  readonly #subject: FilterSubject;
  readonly #data: Members;
  #tool: string | undefined;
  #client: string | undefined;
  #error: string | undefined;
  #group: string | undefined;
  #message: string | undefined;

  constructor(subject: FilterSubject) {
    this.#subject = subject;
    this.#data = subject.event.data as Members;
  }

  get type(): string {
    return this.#subject.event.type;
  }

  get session(): string | undefined {
    return textOf(this.#subject.event.sessionId);
  }

  get tenant(): string | undefined {
    return textOf(this.#subject.event.tenantId);
  }

  get tool(): string | undefined {
    return (this.#tool ??= foldedOf(toolOf(this.#subject.event as UncommittedEvent)));
  }

  get client(): string | undefined {
    return (this.#client ??= foldedOf(this.#clientName()));
  }

  get kind(): string | undefined {
    return this.type === 'tool:error' ? foldedOf(this.#data['kind']) : undefined;
  }

  /** The key of the group of failures that are alike. */
  get group(): string | undefined {
    return (this.#group ??= this.#groupKey());
  }

  get trace(): string | undefined {
    return textOf(this.#data['traceId']);
  }

  get upstream(): string | undefined {
    return foldedOf(this.#data['upstream']);
  }

  get instance(): string | undefined {
    return textOf(this.#data['instance']);
  }

  /** The texts that words are searched for in. */
  get searched(): readonly (string | undefined)[] {
    this.#error ??= foldedOf(this.#data['error']);
    this.#message ??= foldedOf(this.#data['message']);
    return [this.tool, this.client, this.#error, this.#message];
  }

  /** How long the call took that this event ends. */
  get durationMs(): number | undefined {
    const duration = this.#data['durationMs'];
    return isOneOf(CALL_ENDS, this.type) && typeof duration === 'number' ? duration : undefined;
  }

  is(state: FilterState): boolean {
    switch (state) {
      case 'error':
        return this.type === 'tool:error';
      case 'running':
        return this.type === 'tool:start' && this.#subject.isRunning;
      case 'unknown':
        return isOneOf(CALL_TYPES, this.type) && this.#data['offered'] === false;
      default:
        return this.#origin() === 'derived';
    }
  }

  #groupKey(): string | undefined {
    const isFailure = this.type === 'tool:error' && typeof this.#data['error'] === 'string';
    return isFailure ? groupKeyOf(failureGroupOf(this.#data as unknown as ToolErrorData)) : undefined;
  }

  #clientName(): unknown {
    const stated = this.type === 'session:open' ? (this.#data['client'] as Members | undefined) : undefined;
    return stated?.['name'] ?? this.#subject.session?.clientName;
  }

  #origin(): unknown {
    const stated = this.type === 'session:open' ? this.#data['origin'] : undefined;
    return stated ?? this.#subject.session?.origin;
  }
}

function isOneOf(types: readonly string[], type: string): boolean {
  return types.includes(type);
}

function textOf(member: unknown): string | undefined {
  return typeof member === 'string' && member !== '' ? member : undefined;
}

function foldedOf(member: unknown): string | undefined {
  const text = textOf(member);
  return text === undefined ? undefined : foldCase(text);
}
