export { QuotaAdmission } from './quota-admission.ts';
export { QuotaNotices } from './quota-notices.ts';
export type { QuotaOptions } from './quota-options.ts';
export { QuotaRules } from './quota-rules.ts';
export { QuotaUse } from './quota-use.ts';
export { SessionQuotas, type SessionQuota } from './session-quotas.ts';
export { QuotasModule } from './quotas.module.ts';
