import { type AlertView, alertSchema, type IncidentView, incidentSchema } from '../../../contracts/alert.js';
import type { Alert, Incident } from '../../../core/alert/alert.js';
import { alertView, incidentView } from '../../../core/alert/views.js';
import { checksum } from '../../platform/checksum.js';

/** What leaves is what the contract says: the schema cuts anything else. */
export function alertOut(alert: Alert): AlertView {
  return alertSchema.parse(alertView(alert, checksum));
}

export function incidentOut(incident: Incident): IncidentView {
  return incidentSchema.parse(incidentView(incident, checksum));
}
