import { Link } from 'react-router';
import { DeliveryList } from '../channels/delivery-list.js';
import { Empty } from '../layout/async-states.js';

/** Who was told of the incident, and whether it arrived. */
export function IncidentDeliveries({ incidentId }: { readonly incidentId: string }) {
  return (
    <DeliveryList
      filter={{ incident: incidentId }}
      hasChannels
      empty={
        <Empty title="Nobody was told of it">
          No <Link to="/channels">channel</Link> was there that wanted to hear of it, or it was muted.
        </Empty>
      }
    />
  );
}
