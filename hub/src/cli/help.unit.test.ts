import { expect, it } from 'vitest';
import { commands, helpText } from './run-cli.ts';

const code = (text: string) => `\`\`\`text\n${text}\n\`\`\`\n`;

it('says in docs/reference/cli.md what it says at the terminal (vitest --update writes it)', async () => {
  const parts = commands.map(({ name }) => `## ${name}\n\n${code(helpText(name))}`);
  const text = `# Command line\n\n\`npx crossdock\`, or \`npm run -s crossdock --\` in a clone. Commands that ask the hub use \`CROSSDOCK_KEY\`, or the key that\n\`start\` stored for them in \`.crossdock/client-key\`.\n\n${code(helpText(undefined))}\n${parts.join('\n')}`;
  await expect(text).toMatchFileSnapshot('../../../docs/reference/cli.md');
});
