import type { z } from 'zod';
import { problemOf, type Fault } from '../fault.ts';
import type { Member } from './member.ts';
import { MEMBER_NAMES, MEMBERS, type MemberName, type Members } from './members.ts';

/** Reads every member of the file, and collects all faults. An invalid member is left out. */
export function readMembers(given: Partial<Record<MemberName, unknown>>): {
  members: Members;
  faults: Fault[];
} {
  const members: Partial<Record<MemberName, unknown>> = {};
  const faults: Fault[] = [];
  for (const name of MEMBER_NAMES) {
    if (given[name] === undefined) continue;
    const { schema, remedy }: Member = MEMBERS[name];
    const { success, data, error } = schema.safeParse(given[name]);
    if (success) members[name] = data;
    else faults.push(...error.issues.map((issue) => faultOf(name, remedy, issue)));
  }
  return { members: members as Members, faults };
}

function faultOf(name: MemberName, remedy: string, issue: z.core.$ZodIssue): Fault {
  const variable = issue.path.reduce<string>(
    (all, part) => (typeof part === 'number' ? `${all}[${part}]` : `${all}.${String(part)}`),
    name,
  );
  return { variable, problem: problemOf(issue), remedy };
}
