using System.Text;
using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>
/// What the reader gets from fragments with the four codes, F is first and M is more: <c>S</c> 10 single, <c>F</c> 11 first, <c>M</c> 01
/// middle, <c>L</c> 00 last; <c>-</c> a fragment that is lost for good. Each fragment carries its place as one letter.
/// </summary>
public class FragmentCodeTests
{
    private readonly PacketPool _pool = new();
    private readonly FlowEndCounters _counters = new();

    [Theory]
    [InlineData("S", "a")]
    [InlineData("SS", "a b")]
    [InlineData("FL", "ab")]
    [InlineData("FML", "abc")]
    [InlineData("FMMMLS", "abcde f")]
    [InlineData("F", "")]
    [InlineData("FM", "")]
    [InlineData("M", "")]
    [InlineData("L", "")]
    [InlineData("MLS", "c")]
    [InlineData("FS", "b")]
    [InlineData("FMFL", "cd")]
    [InlineData("FLL", "ab")]
    [InlineData("SMS", "a c")]
    [InlineData("F-L", "")]
    [InlineData("FM-LS", "e")]
    [InlineData("-MLFL", "de")]
    public void A_message_is_whole_or_dropped(string codes, string messages)
    {
        Assert.Equal(messages, string.Join(' ', Read(codes, reassembles: true, isTrain: false)));
        Assert.Equal(messages, string.Join(' ', Read(codes, reassembles: true, isTrain: true)));
    }

    [Theory]
    [InlineData("S", "a.")]
    [InlineData("FML", "a b c.")]
    [InlineData("F", "a")]
    [InlineData("FM", "a b")]
    [InlineData("FMS", "a b ! c.")]
    [InlineData("FM-LS", "a b ! e.")]
    [InlineData("MLFL", "c d.")]
    [InlineData("FFL", "a ! b c.")]
    public void Who_reads_in_parts_does_not_wait_for_more(string codes, string parts) =>
        Assert.Equal(parts, string.Join(' ', Read(codes, reassembles: false, isTrain: false)));

    [Fact]
    public void Any_codes_give_what_the_rule_gives()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            string codes = new([.. Enumerable.Range(0, random.Next(1, 25)).Select(_ => "SFMMLL-"[random.Next(7)])]);
            Assert.Equal((seed, codes, Whole(codes)), (seed, codes, string.Join(' ', Read(codes, reassembles: true, isTrain: random.Next(2) == 0))));
            Assert.Equal((seed, codes, InParts(codes)), (seed, codes, string.Join(' ', Read(codes, reassembles: false, isTrain: false))));
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    // The stupid oracle.
    private static string Whole(string codes)
    {
        var messages = new List<string>();
        string? open = null;
        for (int i = 0; i < codes.Length; i++)
        {
            char letter = (char)('a' + i);
            open = codes[i] switch
            {
                'S' or 'F' => $"{letter}",
                'M' or 'L' when open is not null => open + letter,
                _ => null,
            };
            if (codes[i] is 'S' or 'L' && open is not null)
            {
                messages.Add(open);
                open = null;
            }
        }

        return string.Join(' ', messages);
    }

    private static string InParts(string codes)
    {
        var parts = new List<string>();
        bool isOpen = false;
        for (int i = 0; i < codes.Length; i++)
        {
            if (isOpen && codes[i] is ('S' or 'F' or '-'))
            {
                parts.Add("!");
                isOpen = false;
            }

            if (codes[i] is 'S' or 'F' || (isOpen && codes[i] is ('M' or 'L')))
            {
                isOpen = codes[i] is 'F' or 'M';
                parts.Add((char)('a' + i) + (isOpen ? "" : "."));
            }
        }

        return string.Join(' ', parts);
    }

    private List<string> Read(string codes, bool reassembles, bool isTrain)
    {
        var queue = new MessageQueue(new MachineContext(_pool, new SeededRandom(1)), new FlowLimits { Reassembles = reassembles }, framed: true, maxMessage: 1000, _counters);
        var read = new List<string>();
        int first = 0;
        while (first < codes.Length)
        {
            if (codes[first] == '-')
            {
                queue.DropOpen();
                first++;
            }
            else
            {
                int end = isTrain ? codes.IndexOf('-', first) : first + 1;
                end = end < 0 ? codes.Length : end;
                Append(queue, codes, first, end - first);
                first = end;
            }

            ReadAll(queue, read, end: reassembles ? "" : ".");
        }

        queue.Discard();
        return read;
    }

    private void Append(MessageQueue queue, string codes, int first, int count)
    {
        const int Length = FrcpHeader.Length + 1;
        Assert.True(_pool.TryRent(count * Length, out PacketBuffer buffer));
        var train = Train.Contiguous(buffer, 0, count * Length, Length);
        for (int i = 0; i < count; i++)
        {
            FrcpFlags code = codes[first + i] switch
            {
                'S' => FrcpFlags.FirstFragment,
                'F' => FrcpFlags.FirstFragment | FrcpFlags.MoreFragments,
                'M' => FrcpFlags.MoreFragments,
                _ => FrcpFlags.None,
            };
            new FrcpHeader(FrcpFlags.Data | code, 0, default, default, default).Write(train[i]);
            train[i][^1] = (byte)('a' + first + i);
        }

        queue.Append(train);
        buffer.Release();
    }

    private static void ReadAll(MessageQueue queue, List<string> read, string end)
    {
        Span<byte> target = stackalloc byte[100];
        ReadStatus status;
        while ((status = queue.Read(target, out int length)) is not (ReadStatus.Empty or ReadStatus.EndOfFlow))
        {
            string text = Encoding.ASCII.GetString(target[..length]);
            read.Add(status == ReadStatus.Torn ? "!" : status == ReadStatus.Partial ? text : text + end);
        }
    }
}
