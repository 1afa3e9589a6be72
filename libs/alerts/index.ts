export { AlertsModule } from './alerts.module.ts';
export type { AlertsModuleOptions } from './alerts.module-definition.ts';
export { ALERT_RECEIVERS } from './delivery/alert-receivers.ts';
export { PREVIEW_BOUNDS, type PreviewBounds } from './preview/preview-bounds.ts';
export { AlertSender } from './speaker/alert-sender.ts';
export { SENDING_PACE, type SendingPace } from './speaker/sending-pace.ts';
export type { AlertReceiver } from './delivery/receiver.ts';
export { ALERT_RULE, ALERT_RULES } from './rules/alert-rules.ts';
export { AlertsProjection } from './state/alerts-projection.ts';
