using Lamina.Ipc.Irm.Naming;
using Lamina.Node.Access;
using Microsoft.AspNetCore.Http;

namespace Lamina.Daemon.Http;

/// <summary>Lets a call pass where its caller has the right to it, before anything of its body is read.</summary>
internal sealed class RightMiddleware(RequestDelegate next, StackAccess access)
{
    private static readonly object PartyKey = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ConnectedCaller>() is not { Caller: { } caller })
        {
            throw new InvalidOperationException("a connection without a caller");
        }

        // What is not there answers so to everybody who may look at all.
        AccessRight needed = context.GetEndpoint() is not { } call ? AccessRight.Read
            : call.Metadata.GetMetadata<RequiredRight>()?.Right ?? AccessRight.Administer;
        AccessRight right = access.RightOf(caller);
        if (right < needed)
        {
            return Reply.WriteErrorAsync(context, access.Deny(caller, needed), StatusCodes.Status403Forbidden);
        }

        context.Items[PartyKey] = right == AccessRight.Administer ? null : new BindingParty(caller.User, caller.Groups);
        return next(context);
    }

    /// <summary>Who asks, where it does not administer the stack; null: who does.</summary>
    public static BindingParty? PartyOf(HttpContext context) => (BindingParty?)context.Items[PartyKey];
}
