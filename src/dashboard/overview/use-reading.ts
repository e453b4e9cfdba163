import { useState } from 'react';

/** True while somebody reads an element: the pointer is over it, the focus within, or it is scrolled away from its top. */
export function useReading() {
  const [isOver, setOver] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [isScrolled, setScrolled] = useState(false);
  const pointerHandlers = {
    // Touch has no hovering: a tap would leave it "over" for ever.
    onPointerEnter: (event: { readonly pointerType: string }) => setOver(event.pointerType === 'mouse'),
    onPointerLeave: () => setOver(false),
  };
  const focusHandlers = { onFocus: () => setFocused(true), onBlur: () => setFocused(false) };
  return {
    isReading: isOver || isFocused || isScrolled,
    /** Of the whole that is read, its head and buttons included: on the way to a button the list must not move. */
    pointerHandlers,
    focusHandlers,
    /** Both, where what is read is one element. */
    handlers: { ...pointerHandlers, ...focusHandlers },
    onScroll: (event: { readonly currentTarget: { readonly scrollTop: number } }) => setScrolled(event.currentTarget.scrollTop > 4),
  };
}
