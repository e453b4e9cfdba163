import { useState } from 'react';

/** True while somebody reads an element: the pointer is over it, the focus within, or it is scrolled away from its top. */
export function useReading() {
  const [isOver, setOver] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [isScrolled, setScrolled] = useState(false);
  return {
    isReading: isOver || isFocused || isScrolled,
    handlers: {
      // Touch has no hovering: a tap would leave it "over" for ever.
      onPointerEnter: (event: { readonly pointerType: string }) => setOver(event.pointerType === 'mouse'),
      onPointerLeave: () => setOver(false),
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
    },
    onScroll: (event: { readonly currentTarget: { readonly scrollTop: number } }) => setScrolled(event.currentTarget.scrollTop > 4),
  };
}
