// Runs inside of a page: plain functions that a browser driver carries there as text, so each stands for itself.

export const width = () => document.documentElement.scrollWidth;

/** Text and outline of what has the focus. */
export const focused = () => {
  const element = document.activeElement ?? document.body;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return { text: element.textContent.trim(), outline: `${outlineWidth} ${outlineStyle}` };
};

/** What of the elements has no name that a screen reader could say. */
export const nameless = (elements) =>
  elements
    .filter((element) => !element.textContent.trim() && !element.getAttribute('aria-label'))
    .map((element) => element.outerHTML);

/** Texts whose contrast with what lies behind them is below 4.5. Source: WCAG 2.2, 1.4.3 and relative luminance. */
export const lowContrasts = () => {
  const rgb = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = rgb(color).map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    if (!element) return matchMedia('(prefers-color-scheme: dark)').matches ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return rgb(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  const isText = (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '';
  return [...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some(isText))
    .map((element) => {
      const [first, second] = [getComputedStyle(element).color, behind(element)].map(luminance);
      return { contrast: (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05), element };
    })
    .filter(({ contrast }) => contrast < 4.5)
    .map(({ contrast, element }) => `${contrast.toFixed(2)} ${element.outerHTML.slice(0, 80)}`);
};
