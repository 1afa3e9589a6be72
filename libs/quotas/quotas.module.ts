import { Global, Module } from '@nestjs/common';
import { CallWindows } from './call-windows.ts';
import { ExpectedCalls } from './expected-calls.ts';
import { InUse } from './in-use.ts';
import { QuotaAdmission } from './quota-admission.ts';
import { QuotaNotices } from './quota-notices.ts';
import { QuotaRules } from './quota-rules.ts';
import { QuotaUse } from './quota-use.ts';
import { ConfigurableModuleClass } from './quotas.module-definition.ts';
import { SessionQuotas } from './session-quotas.ts';

/**
 * Limits agents and tenants: calls, sessions and bytes of arguments. Requires `EventsModule` and `SessionsModule`.
 * Global: the endpoint asks it, admins read it, and metrics count it.
 */
@Global()
@Module({
  providers: [
    QuotaRules,
    CallWindows,
    ExpectedCalls,
    InUse,
    QuotaNotices,
    QuotaAdmission,
    SessionQuotas,
    QuotaUse,
  ],
  exports: [QuotaRules, QuotaNotices, QuotaAdmission, SessionQuotas, QuotaUse],
})
export class QuotasModule extends ConfigurableModuleClass {}
