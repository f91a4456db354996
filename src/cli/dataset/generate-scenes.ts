/** `lineament dataset generate --order FILE` of scenes that were saved in the explorer: the same pictures and labels, bit for bit. */
import { UsageError } from '../../core/errors.js';
import { counted } from '../../core/text/counted.js';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import { parseSceneOrder, type SceneOrder } from '../../dataset/generate/scene-order.js';
import { runCommand } from '../command/run-command.js';
import type { OrderFlags } from './order-flags.js';
import { refuseForeignSheet, shownDataset } from './shown-dataset.js';

/** @param content – of the file, parsed. */
export async function generateScenes(content: unknown, flags: OrderFlags): Promise<void> {
  const { file, out, dryRun, withoutRefused, contactSheet, typed, output } = flags;
  if (withoutRefused)
    throw new UsageError(`${file} is an order of scenes: nothing of it is refused`, {
      hint: 'leave out --without-refused',
    });
  const { workers, size, samples, ...settings } = typed;
  const order = resized(parseSceneOrder(content, file), { size, samples });
  const head = order.scenes[0]!.scene.face.head;
  await runCommand({
    name: 'dataset generate',
    flags: output,
    run: async (work) => {
      const { landmarks, scenes } = order;
      const about = { scenes: scenes.length, head, landmarks: settings.landmarks ?? landmarks };
      if (!output.json && !output.quiet)
        work.log.info(
          `the order: ${counted(scenes.length, 'scene')} of the head ${head}, ${about.landmarks}`,
        );
      if (out === undefined || dryRun) return { ...about, rendered: null };
      await refuseForeignSheet('dataset generate', contactSheet);
      const asked = { count: scenes.length, head, landmarks, ...settings, scenes: order, out };
      const result = await generateDataset({ ...asked, ...(workers !== undefined && { workers }) }, work);
      return { ...about, rendered: { ...result, ...(await shownDataset(out, contactSheet)) } };
    },
    say: ({ rendered }, log) => {
      if (rendered === null) return;
      if (rendered.contactSheet !== null) log.info(`contact sheet: ${rendered.contactSheet}`);
      log.info(`${rendered.folder}: ${counted(rendered.count, 'picture')}`);
    },
  });
}

/** Of the size that was typed; without one each picture has its own. */
function resized(
  order: SceneOrder,
  { size, samples }: { size: number | undefined; samples: 1 | 2 | undefined },
): SceneOrder {
  const typed = { ...(size !== undefined && { size }), ...(samples !== undefined && { samples }) };
  return { ...order, scenes: order.scenes.map((scene) => ({ ...scene, ...typed })) };
}
