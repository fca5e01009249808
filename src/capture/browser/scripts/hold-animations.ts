/**
 * Animations run on the compositor's clock, not the page's. Finite ones are finished, endless ones are moved to ten
 * seconds after their start (the start itself could be used to hide something).
 */
export const holdAnimations = `for (const animation of document.getAnimations()) {
  try {
    if (animation.effect.getComputedTiming().endTime === Infinity) {
      animation.pause();
      animation.currentTime = 10000;
    } else animation.finish();
  } catch {}
}`;
