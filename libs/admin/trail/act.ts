import type { AdminAct, AuditOutcome, AuditType, EventDataMap } from '#contract';

/** What an act of a type says, besides who acts. Ids are typed as plain text. */
export type ActOf<T extends AuditType> = { outcome: AuditOutcome; reason?: string } & {
  [Name in keyof OwnOf<T>]: Plain<OwnOf<T>[Name]>;
};

type OwnOf<T extends AuditType> = Omit<EventDataMap[T], keyof AdminAct>;

type Plain<Value> = Value extends string ? string : Value;

/** What an act is about, without how it ended. */
export type SubjectOf<T extends AuditType> = Omit<ActOf<T>, 'outcome' | 'reason'>;
