using Lamina.Core;
using Lamina.Ipc.Irm.Naming;
using Lamina.Node.Access;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <content>What the process may do, and the names that it listens to.</content>
internal sealed partial class AttachSession
{
    private const int MaxNames = 1024;

    private static readonly Outcome TooManyNames = Outcome.Failed(
        $"this process listens to {MaxNames} names already", "stop listening to some of them");

    private readonly HashSet<Name> _names = [];

    /// <summary>The kernel's word for whose program it is.</summary>
    public Caller Caller { get; }

    /// <summary>What it might do when it connected.</summary>
    public AccessRight Right { get; }

    public int ProcessId => Caller.Process;

    public uint UserId => Caller.User;

    public IReadOnlyList<uint> GroupIds => Caller.Groups;

    internal void CompleteListen(uint request, Name name, Outcome outcome, Instant now)
    {
        if (_isClosed)
        {
            if (outcome.IsOk)
            {
                _service.StopListening(name, this, now);
            }

            return;
        }

        if (outcome.IsOk)
        {
            _server.Irm.Programs.HandleListening(this);
        }
        else
        {
            _names.Remove(name);
        }

        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        _control.Send(message[..new AttachOutcome(request, outcome).Write(message)], now);
    }

    /// <summary>A sentence instead of a welcome, then the end.</summary>
    private bool Deny(Instant now)
    {
        _server.DeniedCallers++;
        Span<byte> answer = stackalloc byte[AttachProtocol.MaxMessageLength];
        _control.Send(answer[..new AttachOutcome(0, _server.Access.Deny(Caller, AccessRight.Use)).Write(answer)], now);
        _control.Close(CloseReason.Denied, now);
        return true;
    }

    private bool TryBind(ReadOnlySpan<byte> message, Instant now)
    {
        if (!AttachBinding.TryRead(message, out AttachBinding binding))
        {
            return false;
        }

        if (binding.Type == AttachMessageType.Listen)
        {
            Listen(binding, now);
        }
        else if (_names.Remove(binding.Name))
        {
            _service.StopListening(binding.Name, this, now);
            if (_names.Count == 0)
            {
                _server.Irm.Programs.HandleSilent(this);
            }
        }

        return true;
    }

    private void Listen(in AttachBinding binding, Instant now)
    {
        if (_names.Contains(binding.Name))
        {
            CompleteListen(binding.Request, binding.Name, Outcome.Ok, now);
        }
        else if (_names.Count >= MaxNames)
        {
            CompleteListen(binding.Request, binding.Name, TooManyNames, now);
        }
        else if (ExamineBinding(binding.Name) is { IsOk: false } refusal)
        {
            _server.DeniedBindings++;
            CompleteListen(binding.Request, binding.Name, refusal, now);
        }
        else
        {
            _names.Add(binding.Name);
            _service.Listen(binding.Name, this, new SessionListen(this, binding.Request, binding.Name), now);
        }
    }

    private Outcome ExamineBinding(Name name) => Right == AccessRight.Administer
        ? Outcome.Ok
        : _server.Irm.ExamineBinding(name, new BindingParty(UserId, GroupIds), this);
}
