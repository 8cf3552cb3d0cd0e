// html-validate: the markup as delivered.

import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    // Style of writing, not a fault; the templates leave blank lines where a part is empty.
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attr-quotes': 'off',
    'long-title': 'off',
    // A telephone number may be broken where words are.
    'tel-non-breaking': 'off',
    'prefer-native-element': ['error', { exclude: ['search'] }],
  },
});

/**
 * @param {string} html
 * @returns {Promise<import('../findings.mjs').Finding[]>}
 */
export async function markup(html) {
  const report = await validator.validateString(html);
  const lines = html.split('\n');
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector, line }) => ({ tool: 'html-validate', rule: ruleId, element: selector ?? lines[line - 1], why: message })),
  );
}
