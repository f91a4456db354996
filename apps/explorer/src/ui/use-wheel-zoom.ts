import { type RefObject, useEffect, useRef } from 'react';

/** The wheel over an element: by what factor, and at which place of it, pixels. What is called may change with every rendering. */
export function useWheelZoom(
  frame: RefObject<HTMLElement | null>,
  zoomBy: (factor: number, x: number, y: number) => void,
): void {
  const latest = useRef(zoomBy);
  latest.current = zoomBy;
  useEffect(() => {
    // React's own wheel listener may not keep the page from scrolling.
    const element = frame.current!;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      latest.current(1.0015 ** -event.deltaY, event.clientX - left, event.clientY - top);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame]);
}
