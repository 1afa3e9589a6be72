import type { QuotaView } from '#contract';

import { limitAmount, limitWords } from '../feed/limit-words.ts';
import { formatShare } from '../ui/numbers.ts';

/** From this part of a limit on, little is left. */
const NEAR = 0.8;

/** A bar that shows how much of a limit is used. */
export interface QuotaBar {
  /** Identifies the limit. */
  key: string;
  /** Whose limit it is. */
  owner: string;
  /** What is limited, and how much of it is used. */
  text: string;
  /** The used part in percent, at most 100. */
  percent: number;
  /** `bad` if nothing is left, `slow` if little is. */
  tone: 'bad' | 'slow' | null;
}

/** Describes how much of a limit is used. */
export function quotaBarOf({ scope, name, tenantId, principal = '', limit, used, max }: QuotaView): QuotaBar {
  const part = used / max;
  return {
    key: `${scope} ${tenantId} ${principal} ${limit}`,
    owner: ownerOf(scope === 'tenant', name, tenantId),
    text: `${limitAmount(limit, used)} of ${limitAmount(limit, max)} ${limitWords(limit)}, ${formatShare(used, max)}`,
    percent: Math.min(100, part * 100),
    tone: toneOf(part),
  };
}

function toneOf(part: number): QuotaBar['tone'] {
  if (part >= 1) return 'bad';
  return part >= NEAR ? 'slow' : null;
}

function ownerOf(isTenant: boolean, name: string, tenantId: string): string {
  if (isTenant) return `Tenant ${name}`;
  return name === tenantId ? `Agent ${name}` : `Agent ${name} of ${tenantId}`;
}
