/** A row's small picture by itself. */
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { RowStore } from '../row-store.js';
import './thumbnail.css';

export function Thumbnail({
  row,
  pictures,
  side = 72,
}: {
  row: number;
  pictures: RowStore<ImageBitmap>;
  side?: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const listen = useCallback((tell: () => void) => pictures.listen(row, tell), [pictures, row]);
  const picture = useSyncExternalStore(listen, () => pictures.get(row));
  useEffect(() => {
    const element = canvas.current!;
    element.width = side * 2;
    element.height = side * 2;
    if (picture === undefined) return;
    const fit = (2 * side) / Math.max(picture.width, picture.height);
    const [wide, high] = [picture.width * fit, picture.height * fit];
    const context = element.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, side - wide / 2, side - high / 2, wide, high);
  }, [picture, side]);
  return <canvas ref={canvas} className="thumbnail" style={{ width: side, height: side }} />;
}
