/**
 * Animations run on the compositor's clock, not on the page's: those that end are brought to their end, endless ones
 * to where they are after ten seconds (their own start could be a hiding place).
 */
export const holdAnimations = `for (const animation of document.getAnimations()) {
  try {
    if (animation.effect.getComputedTiming().endTime === Infinity) {
      animation.pause();
      animation.currentTime = 10000;
    } else animation.finish();
  } catch {}
}`;
