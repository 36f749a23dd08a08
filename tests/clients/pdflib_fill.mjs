// Fills a PDF form with pdf-lib, as web services that offer "fill in a PDF" do, and saves it anew.
// Argument: the folder of the package pdf-lib. Standard input: JSON {source, target, values: {name: value}}.
// Exit status 1 with a message on standard error, and nothing written, where a value cannot be set.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { PDFDocument, PDFTextField, PDFCheckBox, PDFRadioGroup, PDFDropdown, PDFName } = require(process.argv[2]);
const { source, target, values } = JSON.parse(fs.readFileSync(0, 'utf8'));

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

// Its metadata would otherwise say that pdf-lib made the file.
const pdf = await PDFDocument.load(fs.readFileSync(source), { updateMetadata: false });
const form = pdf.getForm();

// A group of boxes that share a name is set by its on-state: pdf-lib itself knows only the first of them.
function tickState(field, state) {
  const name = PDFName.of(state);
  const states = field.acroField.getWidgets().map((widget) => widget.getOnValue());
  if (!states.some((one) => one === name)) refuse(`${source}: field ${field.getName()} has no state ${state}`);
  field.acroField.dict.set(PDFName.of('V'), name);
  for (const widget of field.acroField.getWidgets()) {
    widget.setAppearanceState(widget.getOnValue() === name ? name : PDFName.of('Off'));
  }
}

for (const [name, value] of Object.entries(values)) {
  const field = form.getFieldMaybe(name);
  if (!field) refuse(`${source}: no field ${name}`);
  if (field.isReadOnly()) refuse(`${source}: field ${name} is read-only`);
  if (field instanceof PDFTextField) field.setText(value);
  else if (field instanceof PDFDropdown) field.select(value);
  else if (field instanceof PDFCheckBox && typeof value === 'boolean') value ? field.check() : field.uncheck();
  else if (field instanceof PDFCheckBox || field instanceof PDFRadioGroup) tickState(field, value);
  else refuse(`${source}: field ${name} is of a kind that nobody can type into`);
}

// Its own font has no letter such as Ł, so the appearances are left to whoever shows the file.
fs.writeFileSync(target, await pdf.save({ updateFieldAppearances: false }));
