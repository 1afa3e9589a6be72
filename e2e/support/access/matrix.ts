import { ask, type Answer } from './ask.ts';
import { expectedStatus, faultsIn, type Request } from './expectations.ts';
import { exportedQueries, isCommand, type Ask, type Row, type Told } from './rows.ts';
import type { FilledTenant } from './world.ts';

/** An id that nothing has. */
const UNKNOWN = 'nothing-has-this-id';

/** What is asked about a tenant. */
interface Question {
  method: string;
  path: string;
  told?: readonly Told[] | undefined;
  message?: Parameters<typeof ask>[3];
  tenant: FilledTenant;
}

/** What the answers to a row have wrong, as sentences: none when all are as they must be. */
export async function faultsOfRow(
  origin: string,
  tenants: readonly FilledTenant[],
  request: Request,
): Promise<string[]> {
  const { row, who, credential } = request;
  const headers = who.kind === 'outsider' ? who.headers : ((await credential?.headersOf(origin, who)) ?? {});
  const faults: string[] = [];
  for (const question of questionsOf(row, tenants)) {
    const { method, path, message } = question;
    const answer = await ask(origin, [method, path], headers, message);
    const found = faultsOf(request, question, answer, tenants);
    if (found.length === 0 && isHidden(request, answer)) {
      const id = path.split('/')[2] ?? '';
      const other = await ask(origin, [method, path.replace(id, UNKNOWN)], headers);
      if (other.text !== answer.text.replaceAll(id, UNKNOWN))
        found.push('is not answered as an unknown id is');
    }
    const name = `${method} ${path} by ${who.name}${credential ? ` (${credential.name})` : ''}`;
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  }
  return faults;
}

function questionsOf(row: Row, tenants: readonly FilledTenant[]): Question[] {
  const [method = '', url = ''] = row.route.split(' ');
  const asked = row.asks ? tenants : tenants.slice(0, 1);
  return asked.flatMap((tenant) =>
    (row.asks?.(tenant) ?? ([[url]] as const)).map(([path, told, message]: Ask) => ({
      method,
      path,
      told,
      tenant,
      ...(message && { message }),
    })),
  );
}

function faultsOf(
  request: Request,
  question: Question,
  { status, text }: Answer,
  tenants: readonly FilledTenant[],
): string[] {
  const { row, who } = request;
  const must = expectedStatus(request, question.tenant);
  if (status !== must) return [`${status} and not ${must}: ${text.slice(0, 200)}`];
  if (who.kind === 'outsider' || status !== 200) return [];
  return tenants.flatMap((tenant) => {
    const harmless = row.offersTools ? [tenant.tool] : exportedQueries(tenant);
    const shown = harmless.reduce((rest, known) => rest.replaceAll(known, ''), text);
    // A query about one tenant may tell of the others too.
    return faultsIn(shown, tenant === question.tenant ? question.told : undefined, who, tenant);
  });
}

/** Whether what exists was answered as if it did not. */
function isHidden({ row }: Request, { status }: Answer): boolean {
  return status === 404 && (row.access === 'owners' || isCommand(row));
}
