using System.Net.Sockets;
using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Node.Attach;

/// <summary>
/// Looks for a daemon at the socket where one was, again and again, until it is found or told to stop. Connecting waits, so it runs
/// outside of the domain.
/// </summary>
internal sealed class DaemonSearch : ITimed
{
    private static readonly Duration FirstPause = Duration.FromMilliseconds(50);
    private static readonly Duration LongestPause = Duration.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly DomainDriver _driver;
    private readonly string _path;
    private readonly Action<AttachHandshake, Instant> _found;
    private readonly MachineTimer _timer;
    private Duration _pause;
    private bool _isOn;

    /// <summary>A search that has not begun.</summary>
    /// <param name="driver">The domain that is told.</param>
    /// <param name="path">The socket.</param>
    /// <param name="found">Called inside, once for each search.</param>
    public DaemonSearch(DomainDriver driver, string path, Action<AttachHandshake, Instant> found)
    {
        _driver = driver;
        _path = path;
        _found = found;
        _timer = new MachineTimer(driver.Context.Timers, this);
    }

    public void Begin(Instant now)
    {
        _isOn = true;
        _pause = FirstPause;
        _timer.Set(now + _pause);
    }

    public void Stop()
    {
        _isOn = false;
        _timer.Remove();
    }

    public void HandleTimeout(Instant now)
    {
        _timer.Stop();
        _ = Task.Run(Look);
    }

    private void Look()
    {
        AttachHandshake? handshake = null;
        try
        {
            handshake = AttachHandshake.Connect(_path, Patience);
        }
        catch (Exception failure) when (failure is SocketException or AttachException or IOException)
        {
            // Not there yet, or not ready, or another one: the next look tells.
        }

        if (!_driver.Post(new OwnedCall(_driver, now => Handle(handshake, now))))
        {
            handshake?.Discard();
        }
    }

    private void Handle(AttachHandshake? handshake, Instant now)
    {
        if (!_isOn)
        {
            handshake?.Discard();
        }
        else if (handshake is null)
        {
            _pause = Duration.Min(_pause * 2, LongestPause);
            _timer.Set(now + _pause);
        }
        else
        {
            _isOn = false;
            _found(handshake, now);
        }
    }
}
