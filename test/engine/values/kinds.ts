import { nothing, shapes, type Shape } from './shapes';

/** What became of a value: the meaning in which it was taken, or the part of a message that says what came. */
export type Outcome = { taken: unknown } | { refused: string };

/** What a kind of parameter makes of each shape. */
export type Kind = Record<Shape, Outcome>;

type Meanings = Partial<Record<Shape, unknown>>;
type Refusals = Partial<Record<Shape, string>>;

/**
 * @param empty what nothing means
 * @param meanings of the shapes that are taken; every other is refused with what came
 * @param refusals that say it otherwise, since the shape holds several values
 */
function kind(empty: Outcome, meanings: Meanings, refusals: Refusals = {}): Kind {
	return Object.fromEntries(
		shapes.map(([name, , came]): [Shape, Outcome] => {
			if (nothing.some((one) => one === name)) return [name, empty];
			if (name in meanings) return [name, { taken: meanings[name] }];
			return [name, { refused: refusals[name] ?? came }];
		}),
	) as Kind;
}

export const isEmpty: Outcome = { refused: 'is empty' };
export const taken = (value: unknown): Outcome => ({ taken: value });

/** A switch. @param fallback what nothing means */
export const switchOf = (fallback: boolean): Kind =>
	kind(taken(fallback), {
		'0': false,
		'1': true,
		true: true,
		false: false,
		'"0"': false,
		'" 1 "': true,
		'"1.0"': true,
		'"１"': true,
		'"TRUE"': true,
		'"False\\r\\n"': false,
		'"yes"': true,
		'"off"': false,
		'[["1"]]': true,
		'JSON of ["1"]': true,
		'JSON of a text': true,
	});

const numbers = {
	'0': 0,
	'1': 1,
	'-1': -1,
	'1.5': 1.5,
	'7n': 7,
	'"0"': 0,
	'" 1 "': 1,
	'"1.0"': 1,
	'"１"': 1,
	'[["1"]]': 1,
	'JSON of ["1"]': 1,
	'JSON of a text': 1,
} satisfies Meanings;

/** A number. @param meaning the value that it stands for in the request; undefined where it is refused */
export const numberOf = (
	fallback: unknown,
	meaning: (number: number) => unknown = (number) => (number >= 0 ? number : undefined),
): Kind =>
	kind(
		taken(fallback),
		Object.fromEntries(
			Object.entries(numbers)
				.map(([name, number]) => [name, meaning(number)] as const)
				.filter(([, value]) => value !== undefined),
		),
	);

/** Texts and numbers that are taken as they stand, lists of one entry as that entry. */
const written = {
	'0': '0',
	'1': '1',
	'-1': '-1',
	'1.5': '1.5',
	'7n': '7',
	'"0"': '0',
	'" 1 "': ' 1 ',
	'"1.0"': '1.0',
	'"１"': '１',
	'"1,000"': '1,000',
	'"TRUE"': 'TRUE',
	'"False\\r\\n"': 'False\n',
	'"yes"': 'yes',
	'"off"': 'off',
	'"null"': 'null',
	'"x"': 'x',
	'["x"]': 'x',
	'[["1"]]': '1',
	'JSON of ["1"]': '["1"]',
	'JSON of ["x","y"]': ' ["x","y"]\n',
	'JSON of an object': '{"a":1,"b":"secret"}',
	'JSON of a text': '"1"',
	'half an emoji': 'x',
	'Windows lines': 'x\ny',
	'a NUL': 'xy',
	'a byte order mark': 'x',
	'zero-width spaces': '\u200bx\u200b',
	'non-breaking spaces': ' x ',
	'a direction mark': '\u200fx',
} satisfies Meanings;

/** A text that people write, up to a limit. */
export const writtenText: Kind = kind(taken(undefined), written, {
	'a long text': 'has 5,000 characters',
});

/** A text of one line that people write, such as a key. @param empty what nothing means */
export const writtenLine = (empty: Outcome): Kind =>
	kind(empty, { ...written, 'a Date': '', 'a DateTime': '', 'a long text': '' });

/** A web address. */
export const address: Kind = kind(isEmpty, {});

/** Several web addresses. */
export const addresses: Kind = kind(
	isEmpty,
	{},
	{
		'["x","y"]': 'holds the text ‘x’',
		'JSON of ["x","y"]': 'holds the text ‘x’',
		'Windows lines': 'holds the text ‘x’',
		'0': 'holds the text ‘0’',
		'1': 'holds the text ‘1’',
		'-1': 'holds the text ‘-1’',
		'1.5': 'holds the text ‘1.5’',
		'7n': 'holds the text ‘7’',
	},
);

/** Words that are no names of anything, as they come out of their wrappings. */
const words = {
	'0': '0',
	'1': '1',
	'-1': '-1',
	'1.5': '1.5',
	'7n': '7',
	'"0"': '0',
	'" 1 "': '1',
	'"1.0"': '1.0',
	'"１"': '１',
	'"1,000"': '1,000',
	'"TRUE"': 'TRUE',
	'"False\\r\\n"': 'False',
	'"yes"': 'yes',
	'"off"': 'off',
	'"null"': 'null',
	'"x"': 'x',
	'["x"]': 'x',
	'[["1"]]': '1',
	'JSON of ["1"]': '1',
	'JSON of a text': '1',
	'half an emoji': 'x',
	'a NUL': 'xy',
	'a byte order mark': 'x',
	'zero-width spaces': 'x',
	'non-breaking spaces': 'x',
	'a direction mark': 'x',
} satisfies Meanings;

/** The name of a field with a file. */
export const fieldName: Kind = kind(isEmpty, {
	...words,
	'a long text': 'x'.repeat(5000),
	'Windows lines': 'x\r\ny',
});

/** The names of fields with files; a message names the first that is not there. */
export const fieldNames: Kind = kind(isEmpty, {
	...words,
	'"1,000"': '1',
	'["x","y"]': 'x',
	'JSON of ["x","y"]': 'x',
	'Windows lines': 'x',
	'a long text': 'x'.repeat(5000),
});

/** Some of the meanings only. */
const without = (meanings: Meanings, names: Shape[]): Meanings =>
	Object.fromEntries(Object.entries(meanings).filter(([name]) => !names.includes(name as Shape)));

/** A privacy level: a text that is not one is held against those that the account offers. */
export const privacyLevel: Kind = kind(
	{ refused: 'is not chosen' },
	{
		...without(words, ['0', '1', '-1', '1.5', '7n']),
		'a long text': `${'x'.repeat(60)}…`,
		'Windows lines': 'x y',
	},
);

/** One entry of a closed list. @param empty what nothing means */
export const choiceOr = (empty: Outcome): Kind => kind(empty, {});
export const choice: Kind = choiceOr(isEmpty);

/** A publish ID: only TikTok knows which there are. */
export const publishId: Kind = kind(isEmpty, without(words, ['"1,000"']), {
	'"1,000"': 'holds a list of 2 entries',
	'Windows lines': 'holds a list of 2 entries',
});

/** Publish IDs, or IDs of accounts. @param empty what nothing means @param others meanings of further shapes */
export const ids = (empty: Outcome, others: Meanings = {}): Kind =>
	kind(empty, {
		...Object.fromEntries(Object.entries(words).map(([name, id]) => [name, [id]])),
		'"1,000"': ['1', '000'],
		'["x","y"]': ['x', 'y'],
		'JSON of ["x","y"]': ['x', 'y'],
		'Windows lines': ['x', 'y'],
		...others,
	});

/** Several entries of a closed list. @param empty what nothing means */
export const choicesOr = (empty: Outcome): Kind =>
	kind(
		empty,
		{},
		{
			'0': 'holds the text ‘0’',
			'1': 'holds the text ‘1’',
			'-1': 'holds the text ‘-1’',
			'1.5': 'holds the text ‘1.5’',
			'7n': 'holds the text ‘7’',
			'"1,000"': 'holds the text ‘1’',
			'["x","y"]': 'holds the text ‘x’',
			'JSON of ["x","y"]': 'holds the text ‘x’',
			'Windows lines': 'holds the text ‘x’',
		},
	);

export const choices: Kind = choicesOr(isEmpty);

/** Hashtags: words, of which a post has each once. */
export const hashtags: Kind = kind(
	taken([]),
	{
		...Object.fromEntries(
			Object.entries(without(words, ['"1,000"'])).map(([name, word]) => [name, [`#${word}`]]),
		),
		// What stands before the word is the bullet of a list.
		'-1': ['#1'],
		'"1,000"': ['#1', '#000'],
		// In a collection, n8n makes text of it.
		'a DateTime': ['#2026-11-22T00:00:00.000Z'],
		'["x","y"]': ['#x', '#y'],
		'JSON of ["x","y"]': ['#x', '#y'],
		'Windows lines': ['#x', '#y'],
	},
	{ 'a long text': 'with its ‘Hashtags’ has 5,' },
);

/** IDs of videos: digits. */
export const videoIds: Kind = kind(
	isEmpty,
	{
		'0': ['0'],
		'1': ['1'],
		'7n': ['7'],
		'"0"': ['0'],
		'" 1 "': ['1'],
		'"1,000"': ['1', '000'],
		'[["1"]]': ['1'],
		'JSON of ["1"]': ['1'],
		'JSON of a text': ['1'],
	},
	{
		'-1': 'holds the text ‘-1’',
		'1.5': 'holds the text ‘1.5’',
		'["x","y"]': 'holds the text ‘x’',
		'JSON of ["x","y"]': 'holds the text ‘x’',
		'Windows lines': 'holds the text ‘x’',
	},
);

/** A date. */
export const date: Kind = kind(taken(undefined), {
	'a Date': Date.UTC(2026, 10, 22),
	'a DateTime': Date.UTC(2026, 10, 22),
});
