import { DEFINITION_MEMBERS, type DefinitionMember, type DefinitionTexts } from '#contract';
import { diffLines, diffWordsWithSpace } from 'diff';

/** A piece of a text that both definitions have, or only one of them. */
export interface TextPart {
  text: string;
  kind: 'same' | 'added' | 'removed';
}

/** A member of a definition that differs. */
export interface MemberDifference {
  member: DefinitionMember;
  label: string;
  /** Whether the texts are JSON, which is compared by lines. */
  isJson: boolean;
  parts: TextPart[];
}

const LABELS: Record<DefinitionMember, string> = {
  title: 'Title',
  description: 'Description',
  inputSchema: 'Arguments',
  outputSchema: 'Result',
  annotations: 'Annotations',
  icons: 'Icons',
};

/** Compares two definitions, member by member. */
export function differencesOf(before: DefinitionTexts, after: DefinitionTexts): MemberDifference[] {
  return DEFINITION_MEMBERS.filter((member) => before[member] !== after[member]).map((member) => {
    const isJson = member !== 'title' && member !== 'description';
    const [old, now] = [textOf(before[member], isJson), textOf(after[member], isJson)];
    const changes = isJson ? diffLines(old, now) : diffWordsWithSpace(old, now);
    const parts = changes.map(({ value, added, removed }): TextPart => ({
      text: value,
      kind: added ? 'added' : removed ? 'removed' : 'same',
    }));
    return { member, label: LABELS[member], isJson, parts };
  });
}

/** A text that was cut is no JSON, and is compared as it is. */
function textOf(text = '', isJson: boolean): string {
  if (!isJson || text === '') return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
