export { type AnyWidget, type AnyWidgetOptions, anywidget } from './anywidget.js';
export { hbox, vbox } from './box.js';
export { type Button, type ButtonOptions, button } from './button.js';
export {
  type CheckboxOptions,
  checkbox,
  type DropdownOptions,
  dropdown,
  type ProgressOptions,
  progress,
  type SliderOptions,
  slider,
  type TextOptions,
  text,
} from './controls.js';
export { type OutputWidget, output } from './output.js';
export type { Control, ControlOptions, Widget } from './widget.js';
