import type { DeliveryView } from '../../contracts/channel.js';
import { type DeliveryStand, STAND_WORD, standOf } from './delivery-words.js';
import './delivery-mark.css';

const SHAPE: Readonly<Record<DeliveryStand, string>> = {
  delivered: '✓',
  dead: '✕',
  retrying: '↻',
  pending: '○',
  held: '‖',
  bundled: '≡',
};

/** Colour, shape and word together. */
export function DeliveryMark({ delivery }: { readonly delivery: Pick<DeliveryView, 'state' | 'attempts'> }) {
  const stand = standOf(delivery);
  return (
    <span className={`delivery-mark delivery-${stand}`}>
      <span aria-hidden="true">{SHAPE[stand]}</span> {STAND_WORD[stand]}
    </span>
  );
}
