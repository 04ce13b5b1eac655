/** A `moov` box of more than this is not read. */
const MAX_MOOV = 64 * 1024 * 1024;

/** Follows the top-level boxes of an MP4 or MOV as it streams by, and keeps the `moov` box wherever it lies. */
export class BoxWalker {
	/** The payload of `moov`, once complete. */
	moov: Buffer | undefined;

	private header: Buffer = Buffer.alloc(0);

	/** Bytes of the current box that are still to come. */
	private left = 0;

	private kept: Buffer[] | undefined;

	private broken = false;

	push(piece: Buffer): void {
		let rest = piece;
		while (rest.length > 0 && !this.broken) {
			rest = this.left > 0 ? this.payload(rest) : this.readHeader(rest);
		}
	}

	/** Whether the file ended where a box ended. */
	get complete(): boolean {
		return !this.broken && this.header.length === 0 && (this.left === 0 || this.left === Infinity);
	}

	/** A walker that stands where this one stands. */
	clone(): BoxWalker {
		const copy = new BoxWalker();
		copy.moov = this.moov;
		copy.header = this.header;
		copy.left = this.left;
		copy.kept = this.kept === undefined ? undefined : [...this.kept];
		copy.broken = this.broken;
		return copy;
	}

	private payload(rest: Buffer): Buffer {
		const part = rest.subarray(0, Math.min(rest.length, this.left));
		this.left -= part.length;
		if (this.kept !== undefined) {
			this.kept.push(Buffer.from(part));
			if (this.left === 0) {
				this.moov = Buffer.concat(this.kept);
				this.kept = undefined;
			}
		}
		return rest.subarray(part.length);
	}

	private readHeader(rest: Buffer): Buffer {
		const wanted = this.header.length >= 8 && this.header.readUInt32BE(0) === 1 ? 16 : 8;
		const part = rest.subarray(0, wanted - this.header.length);
		this.header = Buffer.concat([this.header, part]);
		if (this.header.length < wanted) return rest.subarray(part.length);
		const short = this.header.readUInt32BE(0);
		if (short === 1 && wanted === 8) return rest.subarray(part.length); // the long size follows

		const size = short === 1 ? Number(this.header.readBigUInt64BE(8)) : short;
		const type = this.header.toString('latin1', 4, 8);
		this.header = Buffer.alloc(0);
		if (short !== 0 && size < wanted) this.broken = true;
		this.left = short === 0 ? Infinity : size - wanted; // size 0: up to the end of the file
		if (type === 'moov' && this.moov === undefined && this.left <= MAX_MOOV) this.kept = [];
		return rest.subarray(part.length);
	}
}
