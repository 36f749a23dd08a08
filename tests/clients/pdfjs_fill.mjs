// Fills a PDF form as pdf.js in Firefox would, and saves it.
// Argument: the folder of the package pdfjs-dist. Standard input: JSON {source, target, values: {name: value}}.
// Exit status 1 with a message on standard error, and nothing written, where a value cannot be set.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// node 18 lacks what pdf.js uses to load node's own modules.
const require = createRequire(import.meta.url);
process.getBuiltinModule ??= require;

const folder = process.argv[2];
const pdfjs = await import(pathToFileURL(path.join(folder, 'legacy', 'build', 'pdf.mjs')).href);
const { source, target, values } = JSON.parse(fs.readFileSync(0, 'utf8'));

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const assets = (name) => `${path.join(folder, name)}${path.sep}`;
const pdf = await pdfjs.getDocument({
  data: new Uint8Array(fs.readFileSync(source)),
  standardFontDataUrl: assets('standard_fonts'),
  cMapUrl: assets('cmaps'),
  cMapPacked: true,
  verbosity: 0,
}).promise;

// The annotations tell what getFieldObjects leaves out: the on-state of each button, and what is read-only.
const widgets = new Map();
for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  for (const widget of await page.getAnnotations()) {
    if (widget.subtype !== 'Widget' || !widget.fieldName) continue;
    if (!widgets.has(widget.fieldName)) widgets.set(widget.fieldName, []);
    widgets.get(widget.fieldName).push(widget);
  }
}

const stateOf = (widget) => widget.buttonValue ?? widget.exportValue;

for (const [name, value] of Object.entries(values)) {
  const group = widgets.get(name);
  if (!group) refuse(`${source}: no field ${name}`);
  if (group.some((widget) => widget.readOnly)) refuse(`${source}: field ${name} is read-only`);
  const buttons = group.filter((widget) => widget.checkBox || widget.radioButton);
  if (buttons.length === 0) {
    if (typeof value !== 'string') refuse(`${source}: field ${name} takes text, not ${value}`);
    const options = group[0].options;
    if (group[0].combo && !options.some((option) => option.exportValue === value)) {
      refuse(`${source}: field ${name} has no option ${value}`);
    }
    for (const widget of group) pdf.annotationStorage.setValue(widget.id, { value });
  } else if (typeof value === 'boolean') {
    if (buttons.length > 1) refuse(`${source}: field ${name} is a group; name the state to tick`);
    pdf.annotationStorage.setValue(buttons[0].id, { value });
  } else {
    if (value && !buttons.some((widget) => stateOf(widget) === value)) {
      const states = buttons.map(stateOf).join(', ');
      refuse(`${source}: field ${name} has no state ${value}, only ${states}`);
    }
    for (const widget of buttons) pdf.annotationStorage.setValue(widget.id, { value: stateOf(widget) === value });
  }
}

fs.writeFileSync(target, await pdf.saveDocument());
await pdf.loadingTask.destroy();
