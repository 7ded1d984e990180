using Lamina.Core;
using Lamina.Fuzz.Makers;

namespace Lamina.Fuzz.Targets;

/// <summary>A decoder: a pure function of its input.</summary>
internal sealed class DecoderTarget(string name, Decoder decode, Maker? maker, bool isText = false) : FuzzTarget(name)
{
    // What any decoder may take beside what its input is worth: a refusal by exception inside of a parser is the most of it.
    private const long FixedBytes = 16 * 1024;

    // The most that a byte of input may be worth: protobuf's empty messages of two bytes are objects.
    private const int PerByte = 160;

    // A mistake in a text is a sentence for a person.
    private const long TextBytes = 64 * 1024;
    private const int TextPerByte = 1024;

    public override int Longest => isText ? 1024 : base.Longest;

    public override int Run(ReadOnlySpan<byte> input) => decode(input) ? 1 : 0;

    public override long MostAllocated(int length) => isText ? TextBytes + ((long)TextPerByte * length) : FixedBytes + ((long)PerByte * length);

    public override IEnumerable<byte[]> Samples() => Fuzz.Samples.Of(Name);

    public override byte[]? Make(SeededRandom random) => maker?.Invoke(random);

    public override void Repair(byte[] input) => Checksums.Repair(Name, input);
}
