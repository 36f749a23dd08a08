// Read mails and invitations as other programs do: mailparser and node-ical. The order on standard input is
// JSON, {"mails": [base64], "calendars": [base64]}; the answer is what they make of each.
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
import { stdin, stdout, argv } from 'node:process';

const packages = createRequire(`${argv[2]}/x.js`);
const { simpleParser } = packages('mailparser');
const ical = packages('node-ical');

let text = '';
for await (const part of stdin) text += part;
const order = JSON.parse(text);

const people = (list) => (list?.value ?? []).map(({ name, address }) => [name, address]);
const mails = [];
for (const one of order.mails) {
  const mail = await simpleParser(Buffer.from(one, 'base64'));
  mails.push({
    subject: mail.subject,
    from: people(mail.from),
    to: people(mail.to),
    text: mail.text,
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({
      name: filename, type: contentType, sha256: createHash('sha256').update(content).digest('hex'),
    })),
  });
}
const calendars = order.calendars.map((one) => {
  const found = ical.sync.parseICS(Buffer.from(one, 'base64').toString('utf8'));
  return Object.values(found).filter(({ type }) => type === 'VEVENT').map((event) => ({
    uid: event.uid,
    summary: event.summary,
    start: event.start.toISOString(),
    end: event.end?.toISOString(),
    location: event.location,
    sequence: Number(event.sequence),
    status: event.status,
    organizer: event.organizer?.val,
    attendees: [event.attendee].flat().filter(Boolean).map((guest) => guest.val),
    method: found.vcalendar?.method ?? event.method,
  }));
});
stdout.write(JSON.stringify({ mails, calendars }));
