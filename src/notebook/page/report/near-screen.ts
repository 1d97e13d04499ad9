/** Calls back once for each element, when it comes near the screen. @param margin how near, of the screen's height */
export function whenNear(
  elements: Iterable<HTMLElement>,
  margin: string,
  act: (element: HTMLElement) => void,
): void {
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        act(target as HTMLElement);
      }
    },
    { rootMargin: margin },
  );
  for (const element of elements) watcher.observe(element);
}
