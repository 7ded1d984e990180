using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Node;

namespace Lamina.Contest.Links;

/// <summary>Carries packets between two TUN devices through the impairment machine that Lamina ships. One thread.</summary>
internal sealed class BadLink : IDisposable
{
    private const int Longest = 2048;
    private const int MostPerTurn = 64;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly MonotonicClock _clock = new();
    private readonly MachineContext _context = new(new PacketPool(), new SeededRandom(1));
    private readonly (TunDevice Source, ImpairedPort Way)[] _ways;
    private readonly PollSet _poll = new(2);
    private readonly Thread _thread;
    private volatile bool _isOver;

    public BadLink(TunDevice left, TunDevice right)
    {
        _ways = [(left, new ImpairedPort(new TunExit(right), _context)), (right, new ImpairedPort(new TunExit(left), _context))];
        _poll.Add(left.Descriptor);
        _poll.Add(right.Descriptor);
        _thread = new Thread(Carry) { IsBackground = true, Name = "link", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>How it is from now on, each way alike.</summary>
    public void Set(PortImpairment impairment)
    {
        lock (_lock)
        {
            foreach ((_, ImpairedPort way) in _ways)
            {
                way.Set(impairment, _clock.Now);
            }
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    private void Carry()
    {
        while (!_isOver)
        {
            _poll.Wait(Sleep());
            lock (_lock)
            {
                Instant now = _clock.Now;
                for (int i = 0; i < _ways.Length; i++)
                {
                    if (_poll.IsReadable(i))
                    {
                        Take(_ways[i].Source, _ways[i].Way, now);
                    }
                }

                _context.Run(now);
            }
        }
    }

    private TimeSpan Sleep()
    {
        lock (_lock)
        {
            Instant next = _context.NextTimeout;
            Duration left = next == Instant.Never ? Duration.Forever : next - _clock.Now;
            return left.Nanoseconds <= 0 ? TimeSpan.Zero
                : left.TotalSeconds >= LongestSleep.TotalSeconds ? LongestSleep
                : TimeSpan.FromTicks(left.Nanoseconds / TimeSpan.NanosecondsPerTick);
        }
    }

    private void Take(TunDevice source, ImpairedPort way, Instant now)
    {
        for (int i = 0; i < MostPerTurn && _context.Pool.TryRent(Longest, out PacketBuffer buffer); i++)
        {
            int length = source.Receive(buffer.Span);
            if (length == 0)
            {
                buffer.Release();
                return;
            }

            way.Send(Train.Single(buffer, 0, length), default, now);
        }
    }
}
