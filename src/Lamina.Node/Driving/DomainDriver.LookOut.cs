using System.Diagnostics;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Node.Driving;

/// <content>
/// Where records came, more come soon: the loop looks at those queues for a while before it sleeps, so that nobody need wake it. It owns
/// nothing meanwhile.
/// </content>
public sealed partial class DomainDriver
{
    /// <summary>For so long nobody else gets this processor at worst; a wake-up costs about as much.</summary>
    private static readonly long LookOutTicks = (long)(Stopwatch.Frequency * 10e-6);

    private static readonly bool HasOtherProcessors = Environment.ProcessorCount > 1;

    private const int LooksBetweenYields = 32;
    private const int LookOutsBetweenPolls = 16;

    private readonly List<IDisposable> _retired = [];
    private readonly List<ISleeper> _lookedAt = [];
    private bool _looksOut;
    private int _lookOuts;

    /// <summary>
    /// Takes memory that was in use: it is given back when the loop looks at nothing, which is in its next turn or at its end. Only inside.
    /// </summary>
    public void Retire(IDisposable memory)
    {
        _retired.Add(memory);
        _interestChanged = true;
    }

    /// <summary>The loop, inside: whether it looks out instead of sleeping.</summary>
    private bool BeginsLookOut()
    {
        _lookedAt.Clear();
        for (int i = 0; i < _sleepers.Count && HasOtherProcessors; i++)
        {
            if (_sleepers[i].IsBusy)
            {
                _lookedAt.Add(_sleepers[i]);
            }
        }

        return _looksOut = _lookedAt.Count > 0;
    }

    /// <summary>The loop, outside: until something has come, somebody else wants it, or the time is over.</summary>
    private void LookOut()
    {
        _looksOut = false;
        long until = Stopwatch.GetTimestamp() + LookOutTicks;
        bool hasNews = false;
        for (int looks = 1; !(hasNews = HasNews()) && !_waker.IsNotified && Stopwatch.GetTimestamp() < until; looks++)
        {
            if (looks % LooksBetweenYields == 0)
            {
                // There may be only two processors, and the one who is to answer wants this one.
                Thread.Yield();
            }
            else
            {
                Thread.SpinWait(4);
            }
        }

        // Sockets may wait for a little, but not for as long as records come.
        for (int i = 0; i < _lookedAt.Count && !hasNews; i++)
        {
            _lookedAt[i].IsBusy = false;
        }

        if (!hasNews || ++_lookOuts >= LookOutsBetweenPolls)
        {
            _lookOuts = 0;
            _poller.Wait(Duration.Zero);
        }
    }

    private bool HasNews()
    {
        for (int i = 0; i < _lookedAt.Count; i++)
        {
            if (_lookedAt[i].HasNews)
            {
                return true;
            }
        }

        return false;
    }

    private void DisposeRetired()
    {
        if (_retired.Count > 0)
        {
            _retired.ForEach(memory => memory.Dispose());
            _retired.Clear();
        }
    }
}
